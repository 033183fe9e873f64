/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_WASM_PROCESSOR_H
#define _ASM_WASM_PROCESSOR_H

#include <asm/ptrace.h>

#ifndef __ASSEMBLY__
struct task_struct;
struct wasm_signal_record;

/* How a task's program code is entered. */
enum wasm_entry {
	WASM_ENTER_NONE,	/* a kernel thread */
	WASM_ENTER_START,	/* _start(block) */
	WASM_ENTER_THREAD,	/* __wasm_thread_entry(stack, tls) */
};

struct thread_struct {
	int (*fn)(void *);		/* kernel thread: what it runs before a program */
	void *fn_arg;
	enum wasm_entry entry;
	unsigned long user_stack;
	unsigned long user_tls;
	u64 owed_ns;			/* processor time to spend before the next call acts */
	struct wasm_signal_record *record;
	int syscall_nr;			/* -1: not in a system call */
	u8 in_user;			/* program code runs; no kernel frame is on the stack */
	u8 restart;			/* exec is done: leave this coroutine */
	u8 signal_flags;		/* a record waits: what the call answers with it */
	u8 exempt;			/* init and its children until they exec owe no time */
};

#define INIT_THREAD { .syscall_nr = -1 }

#define TASK_SIZE		0xffffffffUL
#define TASK_UNMAPPED_BASE	0
#define STACK_TOP		TASK_SIZE
#define STACK_TOP_MAX		STACK_TOP

#define task_pt_regs(tsk) \
	((struct pt_regs *)(task_stack_page(tsk) + THREAD_SIZE) - 1)
#define KSTK_EIP(tsk)	(0UL)
#define KSTK_ESP(tsk)	((tsk)->thread.user_stack)

static inline unsigned long __get_wchan(struct task_struct *tsk)
{
	return 0;
}

static inline void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp)
{
	regs->pc = pc;
	regs->sp = sp;
	regs->user = 1;
}

#define cpu_relax()	barrier()
#endif

#endif
