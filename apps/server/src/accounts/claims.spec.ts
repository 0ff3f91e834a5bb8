import type { Role } from '#contract';
import { rightsOf } from './claims.js';

const settings = {
  roleClaim: 'groups',
  roles: new Map<string, Role>([
    ['monitor-admins', 'admin'],
    ['统计', 'uploader'],
    ['readers', 'viewer'],
  ]),
  organisationClaim: 'department' as string | null,
  organisations: new Map([['西安市', 'xian-government']]),
  unknownUser: 'refuse' as 'refuse' | 'viewer',
};

describe('rightsOf', () => {
  it.each<[string, Record<string, unknown>, object | null]>([
    ['a group of the settings', { groups: ['monitor-admins'] }, { role: 'admin', organisations: null }],
    ['one text in place of a list', { groups: 'readers' }, { role: 'viewer', organisations: null }],
    [
      'the most of several',
      { groups: ['readers', 'monitor-admins'] },
      { role: 'admin', organisations: null },
    ],
    [
      'an uploader with organisations by name and by code',
      { groups: ['统计'], department: ['西安市', 'shaanxi-drc', '西安市'] },
      { role: 'uploader', organisations: ['shaanxi-drc', 'xian-government'] },
    ],
    ['an uploader of nobody knows whom', { groups: ['统计'] }, null],
    [
      'an uploader of nobody knows whom who may read',
      { groups: ['统计', 'readers'] },
      { role: 'viewer', organisations: null },
    ],
    ['a group that the settings do not name', { groups: ['constructor', '__proto__'] }, null],
    ['no claim', {}, null],
    ['a claim of another form', { groups: { admin: true } }, null],
  ])('reads %s', (_what, claims, rights) => {
    expect(rightsOf(claims, settings)).toEqual(rights);
  });

  it('makes a viewer of somebody unknown where the settings say so', () => {
    expect(rightsOf({}, { ...settings, unknownUser: 'viewer' })).toEqual({
      role: 'viewer',
      organisations: null,
    });
  });

  it('limits no uploader where no claim tells organisations', () => {
    expect(rightsOf({ groups: '统计' }, { ...settings, organisationClaim: null })).toEqual({
      role: 'uploader',
      organisations: null,
    });
  });
});
