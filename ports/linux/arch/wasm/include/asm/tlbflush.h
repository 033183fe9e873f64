/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_WASM_TLBFLUSH_H
#define _ASM_WASM_TLBFLUSH_H
/* No translation, nothing to flush. */
#endif
