/* SPDX-License-Identifier: MIT */
/* Taken when the program defines neither main(void) nor main(int, char **): then it has the main
 * of three parameters, which keeps its name. */
#include <unistd.h>
#include "libc.h"

int main_with_environment(int, char **, char **) __asm__("main");

int __main_argc_argv(int argc, char **argv)
{
	return main_with_environment(argc, argv, __environ);
}
