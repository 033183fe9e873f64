/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interrupt flag is a variable: an interrupt is a call of the host, which comes only while the
 * idle task or a paused task is suspended. Both suspend with the flag cleared, as a processor does
 * when it takes an interrupt.
 */
#ifndef _ASM_WASM_IRQFLAGS_H
#define _ASM_WASM_IRQFLAGS_H

extern unsigned long wasm_irqs_enabled;

static __always_inline unsigned long wasm_irq_save_flags(void)
{
	return wasm_irqs_enabled;
}

static __always_inline void wasm_irq_restore(unsigned long flags)
{
	wasm_irqs_enabled = flags;
}

#define arch_local_save_flags wasm_irq_save_flags
#define arch_local_irq_restore wasm_irq_restore

#include <asm-generic/irqflags.h>

#endif
