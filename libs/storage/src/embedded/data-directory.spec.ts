import { chmod, mkdir, mkdtemp, realpath, rm, stat, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { defaultDataDir, firstClosedFolder, openDataDir, postgresAccount } from './data-directory.js';

const isRoot = process.getuid?.() === 0;
const stranger = { uid: 4_000_001, gid: 4_000_001, name: 'stranger' };

let folder: string;
let closed: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'guanzhong-folders-')));
  await chmod(folder, 0o755);
  closed = path.join(folder, 'closed');
  await mkdir(path.join(closed, 'below'), { recursive: true });
  await chmod(closed, 0o700);
});

afterEach(() => rm(folder, { recursive: true }));

describe('firstClosedFolder', () => {
  it('is null where everybody may enter, also for what does not exist yet', () => {
    expect(firstClosedFolder(stranger, folder)).toBeNull();
    expect(firstClosedFolder(stranger, path.join(folder, 'to', 'come'))).toBeNull();
  });

  it('names the folder above that is closed', () => {
    expect(firstClosedFolder(stranger, path.join(closed, 'below'))).toBe(closed);
    expect(firstClosedFolder(stranger, path.join(closed, 'below', 'to', 'come'))).toBe(closed);
  });

  it('looks at the way to where a link leads', async () => {
    const link = path.join(folder, 'link');
    await symlink(path.join(closed, 'below'), link);
    expect(firstClosedFolder(stranger, link)).toBe(closed);
  });

  it('goes by the owner for the owner, by the group for the group, even where others may do more', async () => {
    const { uid, gid } = await stat(closed);
    expect(firstClosedFolder({ ...stranger, uid }, closed)).toBeNull();
    expect(firstClosedFolder({ ...stranger, gid }, closed)).toBe(closed);
    await chmod(closed, 0o710);
    expect(firstClosedFolder({ ...stranger, gid }, closed)).toBeNull();
    await chmod(closed, 0o701);
    expect(firstClosedFolder({ ...stranger, gid }, closed)).toBe(closed);
    expect(firstClosedFolder(stranger, closed)).toBeNull();
  });
});

describe('the data folder', () => {
  it('lies in the working folder when whoever runs Postgres can enter that', () => {
    expect(defaultDataDir(folder)).toBe(path.join(folder, 'data'));
  });

  (isRoot ? it : it.skip)('of root lies elsewhere when the working folder is closed to the account', () => {
    expect(defaultDataDir(closed)).toBe('/var/lib/guanzhong-monitor');
  });

  (isRoot ? it : it.skip)(
    'of root is made so that the account can enter it, whatever the umask',
    async () => {
      const umask = process.umask(0o077);
      try {
        openDataDir(path.join(folder, 'a', 'b'));
      } finally {
        process.umask(umask);
      }
      expect((await stat(path.join(folder, 'a'))).mode & 0o777).toBe(0o755);
      expect((await stat(path.join(folder, 'a', 'b'))).mode & 0o777).toBe(0o755);
    },
  );

  it('needs another account only for root, and then not root', () => {
    const account = postgresAccount(folder);
    expect(account === null).toBe(!isRoot);
    expect(account?.uid).not.toBe(0);
  });
});
