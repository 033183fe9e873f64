/* SPDX-License-Identifier: MIT */
/*
 * The file systems of a host beside its root, and the control device in one of them. What fails
 * here is reported once the control device is open.
 */
#include "control.h"
#include "init.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_system {
	const char *type;
	const char *where;
	unsigned long flags;
	const char *options;
	int error;
};

/* ramfs: there is no tmpfs without an MMU. /dev comes first, it has the control device. */
static struct file_system file_systems[] = {
	{ "devtmpfs", "/dev", MS_NOSUID, "mode=755", 0 },
	{ "proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL, 0 },
	{ "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL, 0 },
	{ "devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "gid=5,mode=620,ptmxmode=666", 0 },
	{ "ramfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777", 0 },
	{ "ramfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777", 0 },
	{ "ramfs", "/run", MS_NOSUID | MS_NODEV, "mode=755", 0 },
};

#define FILE_SYSTEMS (sizeof file_systems / sizeof file_systems[0])

static const char *const links[][2] = {
	{ "/proc/self/fd", "/dev/fd" },
	{ "/proc/self/fd/0", "/dev/stdin" },
	{ "/proc/self/fd/1", "/dev/stdout" },
	{ "/proc/self/fd/2", "/dev/stderr" },
};

/* Descriptors 0 to 2 are open, so that nothing else gets their numbers. */
static void open_standard_files(void)
{
	int fd = open("/dev/console", O_RDWR);

	if (fd < 0)
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd < 2)
		fd = dup(fd);
	if (fd > 2)
		close(fd);
}

int prepare_root(void)
{
	size_t i;

	umask(0);
	for (i = 0; i < FILE_SYSTEMS; i++) {
		struct file_system *one = &file_systems[i];

		mkdir(one->where, 0755);
		if (mount(one->type, one->where, one->type, one->flags, one->options) &&
		    errno != EBUSY)
			one->error = errno;
	}
	for (i = 0; i < sizeof links / sizeof links[0]; i++)
		symlink(links[i][0], links[i][1]);
	umask(022);
	open_standard_files();
	errno = file_systems[0].error;
	return errno ? -1 : 0;
}

int open_control(void)
{
	size_t i;

	control.in = control.out = open("/dev/dce", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (control.in < 0)
		return -1;
	for (i = 0; i < FILE_SYSTEMS; i++)
		if (file_systems[i].error)
			report_failure(0, file_systems[i].error, "mount", file_systems[i].where);
	return 0;
}
