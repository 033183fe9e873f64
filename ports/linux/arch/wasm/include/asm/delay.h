/* SPDX-License-Identifier: GPL-2.0-only */
/* Time passes only between events: a loop in the kernel that waits for it would never end. */
#ifndef _ASM_WASM_DELAY_H
#define _ASM_WASM_DELAY_H

static inline void __delay(unsigned long n) { }
static inline void wasm_delay(unsigned long n) { }

#define __udelay(n) wasm_delay(n)
#define udelay(n) wasm_delay(n)
#define ndelay(n) wasm_delay(n)

#endif
