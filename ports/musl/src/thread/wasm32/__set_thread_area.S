# SPDX-License-Identifier: MIT
# In the place of src/thread/__set_thread_area.c: the thread pointer is a global of the instance.
	.globaltype	__tls_base, i32

	.section	.text.__set_thread_area,"",@
	.globl	__set_thread_area
	.hidden	__set_thread_area
	.type	__set_thread_area,@function
__set_thread_area:
	.functype	__set_thread_area (i32) -> (i32)
	local.get	0
	global.set	__tls_base
	i32.const	0
	end_function
