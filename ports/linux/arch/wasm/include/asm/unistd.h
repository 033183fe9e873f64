/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_WASM_UNISTD_H
#define _ASM_WASM_UNISTD_H

#define __ARCH_WANT_STAT64
#define __ARCH_WANT_SYS_CLONE
#define __ARCH_WANT_SYS_CLONE3
#include <uapi/asm/unistd.h>
#define NR_syscalls __NR_syscalls

#endif
