import { spawn } from 'node:child_process';

/** Each system's way to open an address as if it had been clicked. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** @param failed called with a reason when the machine has nothing to open it with */
export function openBrowser(address: string, failed: (reason: string) => void): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', (error) => failed(error.message));
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) failed(`${command} ended with code ${code}`);
  });
  // It may go on for as long as the browser does.
  child.unref();
}
