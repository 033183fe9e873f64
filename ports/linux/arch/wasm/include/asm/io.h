/* SPDX-License-Identifier: GPL-2.0-only */
/* No device has registers. The generic accessors want a base, and clang one that is not NULL. */
#ifndef _ASM_WASM_IO_H
#define _ASM_WASM_IO_H

#define PCI_IOBASE	((void __iomem *)PAGE_SIZE)
#include <asm-generic/io.h>

#endif
