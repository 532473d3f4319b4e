/** Whether a living service answers there. */
export async function answers(address: string): Promise<boolean> {
  if (address === '') return false;
  return await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
