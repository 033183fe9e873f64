/* SPDX-License-Identifier: GPL-2.0-only */
/* The contract of asm-generic/syscall.h. No tracer exists, so nothing reads more than these. */
#ifndef _ASM_WASM_SYSCALL_H
#define _ASM_WASM_SYSCALL_H

#include <linux/err.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/ptrace.h>

#define AUDIT_ARCH_WASM	0x6157

static inline int syscall_get_nr(struct task_struct *tsk, struct pt_regs *regs)
{
	return tsk->thread.syscall_nr;
}

static inline void syscall_rollback(struct task_struct *tsk, struct pt_regs *regs)
{
}

static inline long syscall_get_error(struct task_struct *tsk, struct pt_regs *regs)
{
	return IS_ERR_VALUE(regs->ret) ? regs->ret : 0;
}

static inline long syscall_get_return_value(struct task_struct *tsk, struct pt_regs *regs)
{
	return regs->ret;
}

static inline void syscall_set_return_value(struct task_struct *tsk, struct pt_regs *regs,
					    int error, long val)
{
	regs->ret = error ?: val;
}

static inline void syscall_get_arguments(struct task_struct *tsk, struct pt_regs *regs,
					 unsigned long *args)
{
	memcpy(args, regs->args, sizeof(regs->args));
}

static inline int syscall_get_arch(struct task_struct *tsk)
{
	return AUDIT_ARCH_WASM;
}

#endif
