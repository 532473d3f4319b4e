/** Who the App is: what it wrote is its own. */
export type OwnApp = {
  /** The App's number. */
  readonly id: number;
  /** Of its bot: `<slug>[bot]`. Nobody else can have such a login. */
  readonly botLogin: string;
};
