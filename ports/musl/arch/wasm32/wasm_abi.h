/* SPDX-License-Identifier: MIT */
/*
 * What crosses between a program and the kernel beyond the numbers of <bits/syscall.h>. The
 * kernel's side is arch/wasm of the Linux port.
 */
#ifndef _WASM_ABI_H
#define _WASM_ABI_H

#include <features.h>
#include <signal.h>

/* private call (struct wasm_signal_record *, size): 1 if a record was copied */
#define WASM_SIGPULL 0x8000

/* added to the number of a call that was interrupted before it was made: its time is charged */
#define WASM_OWED 0x40000000

/* the high half of a call's answer */
#define WASM_SIGNAL 1 /* a record waits: pull it and run the handler */
#define WASM_AGAIN 2 /* then make the same call again */
#define WASM_NOT_MADE 4 /* the call was interrupted before it was made */

struct wasm_signal_record {
	int sig;
	void (*handler)();
	unsigned flags;
	unsigned restorer;
	unsigned oldmask[2];
	siginfo_t info;
};

/* what __wasm_thread_entry finds at the top of a new stack */
struct wasm_thread_block {
	int (*func)(void *);
	void *arg;
	unsigned long stack_limit;
	unsigned long unused;
};

/* syscall.S: the call as the kernel answers it, with the globals of this thread kept */
hidden long long __wasm_call(long, long, long, long, long, long, long);
/* syscall.S: the same as a cancellation point, signals handled */
hidden long __wasm_syscall_cp(long, long, long, long, long, long, long);

/* stack.S */
hidden unsigned long __wasm_get_stack_limit(void);
hidden void __wasm_set_stack_limit(unsigned long);
hidden void __wasm_on_stack(unsigned long top, unsigned long limit, void *arg);

/* src/signal/wasm32/sigaltstack.c: the calling thread's alternate stack */
hidden stack_t *__wasm_altstack(void);

#endif
