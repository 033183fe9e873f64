/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* A wasm frame has no registers that anybody could read; the core wants the structures to exist. */
#ifndef _UAPI_ASM_WASM_PTRACE_H
#define _UAPI_ASM_WASM_PTRACE_H

#ifndef __ASSEMBLY__
struct user_regs_struct {
	unsigned long pc;
	unsigned long sp;
};

struct pt_regs {
	unsigned long pc;
	unsigned long sp;
	long ret;
	unsigned long args[6];
	int user;
};
#endif

#endif
