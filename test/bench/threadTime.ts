/** Processor time of this thread so far, in milliseconds: what else the machine does meanwhile is left out, and so is what is packed beside it. */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
