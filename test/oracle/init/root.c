/* SPDX-License-Identifier: MIT */
/*
 * In the place of ports/init/mounts.c when init runs on the machine's own kernel, in namespaces
 * that driver.c made: the control device is descriptor 3, programs' folders go where LOG says.
 */
#include "../../../ports/init/control.h"
#include "../../../ports/init/init.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

int prepare_root(void)
{
	if (mount("proc", "/proc", "proc", 0, NULL) || mount("tmpfs", "/run", "tmpfs", 0, NULL))
		return -1;
	return mount(getenv("LOG"), "/var/log", NULL, MS_BIND, NULL);
}

int open_control(void)
{
	control.in = control.out = 3;
	return fcntl(3, F_SETFD, FD_CLOEXEC);
}
