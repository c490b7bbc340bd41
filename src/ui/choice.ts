/** One of the values that a person can choose from. */
export interface Choice<T extends string> {
  value: T;
  label: string;
  note?: string;
  disabled?: boolean;
}
