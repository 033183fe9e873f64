// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emitNumbers, emitTypes } from "./abi.ts";

const table = `# comment
62	32	llseek				sys_llseek
64	common	write				sys_write
79	stat64	fstatat64			sys_fstatat64
80	64	newfstat			sys_newfstat
98	time32	futex				sys_futex_time32
101	time32	nanosleep			sys_nanosleep_time32
110	time32	timer_settime			sys_timer_settime32
73	time32	ppoll				sys_ppoll_time32
414	32	ppoll_time64			sys_ppoll
422	32	futex_time64			sys_futex
`;

describe("emitNumbers", () => {
  it("gives the plain name the number of the time64 form and drops the other 32-bit calls", () => {
    assert.deepEqual(emitNumbers(table).trimEnd().split("\n"), [
      "#define __NR__llseek 62",
      "#define __NR_write 64",
      "#define __NR_fstatat64 79",
      "#define __NR_nanosleep 101",
      "#define __NR_ppoll 414",
      "#define __NR_ppoll_time64 414",
      "#define __NR_futex 422",
      "#define __NR_futex_time64 422",
    ]);
  });
});

describe("emitTypes", () => {
  it("stops when upstream's header is not the one it knows", () => {
    assert.throws(() => emitTypes("#define __BYTE_ORDER 1234\n"), /Cannot replace '4321'/);
  });
});
