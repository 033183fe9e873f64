// SPDX-License-Identifier: MIT
/** System packages that tests run and builds do not. */
import type { Tool } from "../src/build/recipe.ts";

/** A browser, a reader of captures, and a native musl compiler to compare with. */
export const testTools: readonly Tool[] = [
  { package: "chromium", provides: ["chromium"], inKey: false },
  { package: "tshark", provides: ["tshark"], inKey: false },
  { package: "musl-tools", provides: ["musl-gcc"], inKey: false },
];
