// SPDX-License-Identifier: MIT
/**
 * What a run records. Recording never changes the run: the hash of all frames is the same with and
 * without.
 */
import type { Duration, Size } from "./values.ts";

export interface CaptureOptions {
  /** Default "HOST-IF.pcapng" or "LINK.pcapng", in the folder of results. */
  file?: string | undefined;
  /** Bytes kept of each frame. Default all. */
  snaplen?: Size | undefined;
  /** Window of virtual time. Default the whole run. */
  from?: Duration | undefined;
  until?: Duration | undefined;
}

export interface Capture {
  readonly kind: "capture";
  readonly file: string;
}
