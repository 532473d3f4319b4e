/** One attempt to deliver a webhook. */
export type Delivery = {
  readonly id: number;
  /** `X-GitHub-Delivery`: the same for every attempt at the same event. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  /** The body, exactly as signed and sent. */
  readonly payload: string;
  readonly redelivery: boolean;
  /** `OK`, or what went wrong in GitHub's words. */
  status: string;
  /** What the receiver answered; 0 if it did not. */
  statusCode: number;
  /** Epoch milliseconds. */
  deliveredAt: number;
};

/** In which order webhooks go out. `manual`: only when the test says so. */
export type DeliveryMode = 'ordered' | 'manual' | { readonly shuffled: number };

/** What goes wrong with deliveries; `lose` and `double` are asked once for each first delivery, and not for redeliveries. */
export type DeliveryFaults = {
  /** Lost on the way: recorded as failed, never arrived. */
  lose?: ((delivery: Delivery, index: number) => boolean) | undefined;
  /** Arrives twice, with the same GUID. */
  double?: ((delivery: Delivery, index: number) => boolean) | undefined;
  /** For how many milliseconds GitHub keeps back what it was asked to send again; others that are asked for later overtake it. */
  lateAgain?: ((delivery: Delivery) => number) | undefined;
};

/** A predicate that holds for every nth thing it is asked about. */
export function everyNth(nth: number): (_thing: unknown, index: number) => boolean {
  return (_thing, index) => (index + 1) % nth === 0;
}
