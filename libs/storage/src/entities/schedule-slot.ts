import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last slot of each schedule that somebody claimed; claiming is one conditional upsert. */
@Entity('schedule_slot')
export class ScheduleSlotEntity {
  @PrimaryColumn({ type: 'text' }) schedule!: string;
  @Column({ type: 'timestamptz' }) slot!: Date;
}
