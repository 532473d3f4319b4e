import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../runner/process/run_command.ts';
import { sandboxArgv } from '../../../runner/sandbox/sandbox_argv.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { collecting } from '../process/running.ts';
import { scratchFolder } from '../process/scratch.ts';
import { commandIn, shell, start } from './commands.ts';

const PLAY_RUNNER = fileURLToPath(new URL('../../fixtures/programs/play_runner.ts', import.meta.url));

describeWithBubblewrap('from inside the sandbox', (sandbox) => {
  const inside = (script: string): Promise<string> => shell(sandbox, scratchFolder(), script);

  it('the worktree is /workspace, home and temporary files are private, and all three can be written', async () => {
    const folder = scratchFolder();
    const script = 'pwd; echo $HOME $TMPDIR; touch mine "$HOME/h" "$TMPDIR/t"; ls -A "$HOME"; ls -A /tmp';
    const [where, folders, home, ...temporary] = (await shell(sandbox, folder, script)).trim().split('\n');
    expect([where, folders, home]).toEqual(['/workspace', '/home/agent /tmp', 'h']);
    // Programs that are readable inside may lie below the machine's own /tmp; what else lies there does not show.
    expect(temporary).toContain('t');
    expect(temporary).not.toContain(basename(folder));
    expect(readFileSync(join(folder, 'tmp', 't'), 'utf8')).toBe('');
    expect(readFileSync(join(folder, 'worktree', 'mine'), 'utf8')).toBe('');
    expect(readFileSync(join(folder, 'home', 'h'), 'utf8')).toBe('');
  });

  it('the environment is what was given and nothing more', async () => {
    const names = (await inside('env | cut -d= -f1 | sort | xargs')).trim();
    expect(names).toBe('HOME PATH PLANWRIGHT_ATTEMPT_MARK PWD TMPDIR');
  });

  it('no other process can be seen or signalled', async () => {
    expect((await inside('ls /proc | grep -c "^[0-9]"')).trim()).toMatch(/^[1-6]$/);
    expect(await inside(`kill -0 ${process.pid} 2>&1 && echo seen`)).toContain('No such process');
  });

  it("no environment anywhere holds the runner's token, though the runner has it", async () => {
    const command = commandIn(scratchFolder(), ['sh', '-c', 'cat /proc/*/environ | tr "\\0" "\\n"; echo end']);
    const runner = spawn(process.execPath, [PLAY_RUNNER, JSON.stringify({ sandbox, command })], {
      env: { ...process.env, RUNNER_TOKEN: 'swordfish' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(readFileSync(`/proc/${runner.pid}/environ`, 'utf8')).toContain('swordfish');
    const chunks: Buffer[] = [];
    runner.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(runner, 'close');
    const said = Buffer.concat(chunks).toString('utf8');
    expect(said).toContain('end');
    expect(said).toContain('HOME=/home/agent');
    expect(said).not.toContain('swordfish');
  });

  it('no other worktree and no file of the runner can be read, by no way round', async () => {
    const folder = scratchFolder();
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'swordfish');
    mkdirSync(join(folder, 'worktree'));
    symlinkSync(secret, join(folder, 'worktree', 'link'));
    symlinkSync('../secret', join(folder, 'worktree', 'relative'));
    const ways = [
      secret,
      'link',
      'relative',
      `/proc/1/root${secret}`,
      `/proc/self/root${secret}`,
      '/workspace/../secret',
    ];
    const script = `cat ${ways.join(' ')} 2>&1; find / -xdev -name secret 2>/dev/null; ln ${secret} hard 2>&1; echo end`;
    const said = await shell(sandbox, folder, script);
    expect(said).toContain('end');
    expect(said).not.toContain('swordfish');
    expect(said.match(/No such file or directory/g)?.length).toBe(ways.length + 1);
  });

  it('homes, logs, passwords, keys, sockets and block devices are not there', async () => {
    const places = [
      '/root/.ssh',
      '/root/.bashrc',
      '/var/log',
      '/var/lib',
      '/etc/shadow',
      '/etc/ssh',
      '/etc/ssl/private',
    ];
    const more = [
      '/etc/gitconfig',
      '/run',
      '/srv',
      '/mnt',
      '/media',
      '/boot',
      '/sys',
      '/dev/sda',
      '/dev/vda',
      '/dev/kvm',
      '/dev/mem',
    ];
    const said = await inside(
      `for place in ${[...places, ...more].join(' ')}; do [ -e $place ] && echo $place; done; echo end`,
    );
    expect(said).toBe('end\n');
  });

  it('the system cannot be written', async () => {
    const targets = ['/usr', '/bin', '/lib', '/etc', '/', '/home', '/var', '/usr/local/bin'].map(
      (folder) => `${folder}/planted`,
    );
    const said = await inside(
      `for file in ${targets.join(' ')}; do touch $file 2>/dev/null && echo $file; done; echo end`,
    );
    expect(said).toBe('end\n');
  });

  it('the kernel cannot be set, also not by root', async () => {
    const before = readFileSync('/proc/sys/kernel/core_pattern', 'utf8');
    const script =
      'cat /proc/sys/kernel/core_pattern | tee /proc/sys/kernel/core_pattern >/dev/null; echo $?; grep Cap /proc/self/status';
    const said = await inside(`${script} | grep -v "0000000000000000$"`);
    expect(said).toContain('Read-only file system');
    expect(said.split('\n').filter((line) => line.startsWith('Cap'))).toEqual([]);
    expect(readFileSync('/proc/sys/kernel/core_pattern', 'utf8')).toBe(before);
  });

  it('no program gains rights by being run, and none can speak to the runner in the name of bwrap', async () => {
    expect(await inside('grep NoNewPrivs /proc/self/status')).toMatch(/1\n$/);
    expect(await inside(`echo '{ "exit-code": 0 }' >&3`)).toContain('Bad file descriptor');
  });

  it('namespaces of its own do not help', async () => {
    const setting = '/proc/sys/kernel/core_pattern';
    const uncover = `umount /proc/sys; mount -o remount,rw /proc/sys; mount -t proc proc /proc`;
    // Writes what is there already, so that a success would be seen here and harm nobody.
    const attack = `${uncover}; value=$(cat ${setting}); echo "$value" >${setting} && echo escaped`;
    const said = await inside(`unshare --user --map-root-user --mount --pid --fork sh -c '${attack}' 2>&1; echo end`);
    expect(said).toContain('end');
    expect(said).not.toContain('escaped');
  });

  it('the network is there only where it was asked for', async () => {
    const server = createServer((socket) => socket.end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const program = `require('net').connect(${port}, '127.0.0.1').on('data', (d) => console.log(String(d))).on('error', (e) => console.log(e.code))`;
    const reach = async (network: boolean): Promise<string> => {
      const { ended, output } = start(
        sandbox,
        commandIn(scratchFolder(), [process.execPath, '-e', program], { network }),
      );
      await ended;
      return output();
    };
    expect(await reach(false)).toBe('ECONNREFUSED\n');
    expect(await reach(true)).toBe('hello\n');
    server.close();
  });

  it('the git directory that was put in place can be neither written nor swapped', async () => {
    const folder = scratchFolder();
    const git = join(folder, 'git');
    mkdirSync(git);
    writeFileSync(join(git, 'HEAD'), 'ref: refs/heads/main\n');
    const script = 'cat .git/HEAD; echo x >.git/HEAD; mv .git other; rm -rf .git; ln -sfn /tmp .git; cat .git/HEAD';
    const said = await shell(sandbox, folder, `(${script}) 2>/dev/null`, { gitDir: { host: git, writable: false } });
    expect(said).toBe('ref: refs/heads/main\nref: refs/heads/main\n');
  });

  it('no argument of bwrap shows a value of the environment', () => {
    const command = commandIn(scratchFolder(), ['true'], { env: { API_KEY: 'swordfish' } });
    expect(sandboxArgv(command).join(' ')).not.toContain('swordfish');
  });

  it('what is readable below the temporary folder is so for one command after another, links too', async () => {
    const folder = scratchFolder();
    const [target, link] = [join(folder, 'target'), join(folder, 'link')];
    writeFileSync(target, 'shown');
    symlinkSync(target, link);
    const readable = [{ path: target }, { path: link, linkTo: target }];
    for (const _ of ['first', 'second']) {
      expect(await shell(sandbox, folder, `cat ${target} ${link}`, { readable })).toBe('shownshown');
    }
  });

  it('a program that is not there is told like one outside', async () => {
    const { ended } = start(sandbox, commandIn(scratchFolder(), ['no-such-program']));
    expect(await ended).toMatchObject({ how: 'could_not_start', code: 'ENOENT' });
  });

  it('bwrap tells what it could not mount', async () => {
    const mounts = [{ host: '/no/such/folder', inside: '/data', writable: false }];
    const { ended } = start(sandbox, commandIn(scratchFolder(), ['true'], { mounts }));
    expect(await ended).toMatchObject({
      how: 'could_not_start',
      code: 'sandbox_failed',
      message: expect.stringContaining('/no/such/folder'),
    });
  });

  describe.runIf(process.getuid?.() === 0)('as an ordinary user', () => {
    const NOBODY = 65534;

    it('everything works as well', async () => {
      const folder = scratchFolder();
      const command = commandIn(folder, ['sh', '-c', 'id -u; pwd; touch mine && ls'], { readable: [] });
      for (const path of [folder, command.worktree, command.home, command.tmp]) chownSync(path, NOBODY, NOBODY);
      const { options, output } = collecting();
      if (sandbox.kind !== 'bubblewrap') throw new Error('these tests need bubblewrap');
      const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', sandbox.program];
      const argv = [...asNobody, ...sandboxArgv(command)];
      const ended = await runCommand({ argv, cwd: '/', env: command.env }, { ...options, containment: 'namespace' });
      expect([ended, output()]).toMatchObject([{ how: 'exited', exitCode: 0 }, `${NOBODY}\n/workspace\nmine\n`]);
    });
  });
});
