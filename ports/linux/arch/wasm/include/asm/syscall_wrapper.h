/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One type for every system call, so that the indirect call through the table matches: a pointer
 * to six 64-bit arguments. A 64-bit argument takes one of them (kernel/syscall.c joins its words).
 */
#ifndef _ASM_WASM_SYSCALL_WRAPPER_H
#define _ASM_WASM_SYSCALL_WRAPPER_H

#include <linux/errno.h>
#include <linux/types.h>

typedef long (*wasm_syscall_fn)(const s64 *args);

#define SC_WASM_ARGS(x, ...)						\
	__MAP(x, __SC_ARGS, , args[0], , args[1], , args[2],		\
	      , args[3], , args[4], , args[5])

#define __SYSCALL_DEFINEx(x, name, ...)					\
	long __wasm_sys##name(const s64 *args);				\
	static long __se_sys##name(__MAP(x, __SC_LONG, __VA_ARGS__));	\
	static inline long __do_sys##name(__MAP(x, __SC_DECL, __VA_ARGS__)); \
	long __wasm_sys##name(const s64 *args)				\
	{								\
		return __se_sys##name(SC_WASM_ARGS(x, __VA_ARGS__));	\
	}								\
	static long __se_sys##name(__MAP(x, __SC_LONG, __VA_ARGS__))	\
	{								\
		long ret = __do_sys##name(__MAP(x, __SC_CAST, __VA_ARGS__)); \
									\
		__MAP(x, __SC_TEST, __VA_ARGS__);			\
		return ret;						\
	}								\
	static inline long __do_sys##name(__MAP(x, __SC_DECL, __VA_ARGS__))

#define SYSCALL_DEFINE0(sname)						\
	long __wasm_sys_##sname(const s64 *__unused);			\
	long __wasm_sys_##sname(const s64 *__unused)

#define COND_SYSCALL(name)						\
	long __weak __wasm_sys_##name(const s64 *args);			\
	long __weak __wasm_sys_##name(const s64 *args)			\
	{								\
		return -ENOSYS;						\
	}

#define COND_SYSCALL_COMPAT(name)

#endif
