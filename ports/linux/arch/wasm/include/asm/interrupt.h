/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock, the interrupts and what a system call owes of processor time. */
#ifndef _ASM_WASM_INTERRUPT_H
#define _ASM_WASM_INTERRUPT_H

#include <linux/types.h>

/* Virtual time 0 is this time of the kernel's clock: hosts boot 2 s before. */
#define WASM_EPOCH_NS	2000000000LL

extern u64 wasm_now_ns;
extern double wasm_horizon_ns;
extern u32 wasm_syscall_cost_ns;
extern u32 wasm_interrupt_cost_ns;
extern u64 wasm_interrupt_owed_ns;

/* The clock never goes back. */
static inline void wasm_clock_advance(double now_ns)
{
	u64 now = (u64)now_ns;

	if (now > wasm_now_ns)
		wasm_now_ns = now;
}

void wasm_interrupt_enter(double now_ns);
int wasm_interrupt_exit(void);
int wasm_interrupt_answer(void);

#endif
