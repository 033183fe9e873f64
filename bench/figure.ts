// SPDX-License-Identifier: MIT
/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Against what was measured beside it. */
  readonly ratio?: { readonly of: string; readonly value: number } | undefined;
}
