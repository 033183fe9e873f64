/* SPDX-License-Identifier: MIT */
/*
 * In the place of arch/ARCH/pthread_arch.h. The thread pointer is the linker's global
 * __tls_base; struct pthread lies below it.
 */
static inline uintptr_t __get_tp(void)
{
	return (uintptr_t)__builtin_wasm_tls_base();
}

#define TLS_ABOVE_TP
#define GAP_ABOVE_TP 0

#define MC_PC regs.pc
