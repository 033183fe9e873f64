/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel cannot push a frame under a wasm function. It fills one record for the task instead;
 * libc sees the flag in the answer of a system call, pulls the record and calls the handler.
 * Record and flags are ABI between this port and ports/musl.
 */
#ifndef _ASM_WASM_SIGNAL_RECORD_H
#define _ASM_WASM_SIGNAL_RECORD_H

#include <linux/signal.h>

/* High half of a system call's answer. */
#define WASM_SIGNAL		1	/* a record waits: pull it and run the handler */
#define WASM_AGAIN		2	/* afterwards make the same call again */
#define WASM_BEFORE		4	/* the call was not made yet, but charged */

/* Added to the number of such a call: it owes the rest, not its cost once more. */
#define WASM_NR_CHARGED		0x40000000

/* Private calls of libc, which cost no time. */
#define WASM_NR_SIGPULL		0x8000

struct wasm_signal_record {
	int sig;
	void __user *handler;
	u32 flags;
	u32 restorer;
	sigset_t oldmask;
	siginfo_t info;
};

bool wasm_exit_work(int *nr, long *result);
long wasm_signal_pull(void __user *to, unsigned long size);
long wasm_signal_return(const sigset_t __user *mask);
void wasm_exec_restart(void);

#endif
