/** What the work takes of the processor, in milliseconds: how busy the machine is says nothing about the code. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}
