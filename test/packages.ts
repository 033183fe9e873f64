// SPDX-License-Identifier: MIT
/** System packages that tests run and builds do not. */
import type { Tool } from "../src/build/recipe.ts";

/**
 * A browser, a reader of captures, and what the oracle runs programs natively with: a compiler with
 * musl, a tracer, and ip for the loopback interface of their namespace.
 */
export const testTools: readonly Tool[] = [
  { package: "chromium", provides: ["chromium"], inKey: false },
  { package: "tshark", provides: ["tshark"], inKey: false },
  { package: "musl-tools", provides: ["musl-gcc"], inKey: false },
  { package: "strace", provides: ["strace"], inKey: false },
  { package: "iproute2", provides: ["ip"], inKey: false },
];
