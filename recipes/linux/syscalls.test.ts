// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { syscallNames } from "./syscalls.ts";

test("numbers become names, the count of calls is none", () => {
  const header = `#ifndef _UAPI_ASM_UNISTD_32_H
#define __NR_io_setup 0
#define __NR_read 63

#ifdef __KERNEL__
#define __NR_syscalls 463
#endif
`;
  assert.deepEqual(JSON.parse(syscallNames(header)), { "0": "io_setup", "63": "read" });
});

test("a header without calls is refused", () => {
  assert.throws(() => syscallNames("#define __NR_syscalls 463\n"), /Cannot read/);
});
