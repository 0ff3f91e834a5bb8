/** The colours of a picture: those of the web page, light and dark. Every line keeps 3:1 to its ground. */
import type { Status } from '#assessment';

export interface StatusInk {
  /** Of words on `ground`. */
  readonly ink: string;
  readonly ground: string;
  /** Of the sign. */
  readonly line: string;
}

export interface Inks {
  readonly ground: string;
  readonly text: string;
  readonly soft: string;
  readonly grid: string;
  readonly actual: string;
  readonly expected: string;
  readonly goal: string;
  readonly forecast: string;
  /** The forecast's interval, over the ground. */
  readonly band: string;
  readonly status: Readonly<Record<Status, StatusInk>>;
  /** Of series side by side, told apart by their marks too. */
  readonly series: readonly string[];
}

const light: Inks = {
  ground: '#ffffff',
  text: '#1b2530',
  soft: '#556270',
  grid: '#dde3e9',
  actual: '#1d5a96',
  expected: '#66727f',
  goal: '#b4500a',
  forecast: '#7a3f98',
  band: '#e6dbec',
  status: {
    missed: { ink: '#8f111a', ground: '#fbe0e1', line: '#b3202a' },
    movingAway: { ink: '#7a1f5c', ground: '#f8e2ef', line: '#b0387f' },
    offTrack: { ink: '#873800', ground: '#fde6d6', line: '#d55e00' },
    atRisk: { ink: '#664500', ground: '#fcf0cc', line: '#a87a08' },
    notAssessed: { ink: '#46525f', ground: '#e9edf1', line: '#66727f' },
    onTrack: { ink: '#0e4c82', ground: '#e0eefa', line: '#2b7bbd' },
    achieved: { ink: '#0a573f', ground: '#dcf2e8', line: '#10805d' },
  },
  series: ['#1d5a96', '#b4500a', '#0a7a58', '#9b2d6f', '#6b5a00', '#b3202a', '#007c91', '#4d5b6a'],
};

const dark: Inks = {
  ground: '#182029',
  text: '#e6ebf1',
  soft: '#a4b0bd',
  grid: '#2c3743',
  actual: '#8fc4f5',
  expected: '#a4b0bd',
  goal: '#f2a15f',
  forecast: '#c9a0e6',
  band: '#372f45',
  status: {
    missed: { ink: '#ffa4a8', ground: '#47191d', line: '#e5646b' },
    movingAway: { ink: '#f2aad7', ground: '#3e1c32', line: '#cf65a5' },
    offTrack: { ink: '#ffb583', ground: '#432811', line: '#e87d2b' },
    atRisk: { ink: '#f3d07a', ground: '#393012', line: '#cf9f26' },
    notAssessed: { ink: '#b9c4cf', ground: '#28323d', line: '#8a99aa' },
    onTrack: { ink: '#97c9f7', ground: '#16324d', line: '#4b96d6' },
    achieved: { ink: '#84dfbc', ground: '#13372b', line: '#2fa67e' },
  },
  series: ['#8fc4f5', '#f2a15f', '#5fd0a5', '#e59ac6', '#d9c25a', '#ff8f95', '#63cfe0', '#b9c4cf'],
};

export const inksOf = (theme: 'light' | 'dark'): Inks => (theme === 'dark' ? dark : light);
