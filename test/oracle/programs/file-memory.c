/* SPDX-License-Identifier: MIT */
/* File systems in memory, beside the root file system. */
#include "observe.h"

#include <sys/mman.h>
#include <sys/stat.h>

static void in_memory(void)
{
	char path[] = "/dev/shm/oracle-XXXXXX", name[64], text[8] = "";
	ok("memfd_create", memfd_create("oracle", 0));
	yes("mkdtemp", mkdtemp(path) != NULL);
	snprintf(name, sizeof name, "%s/file", path);
	int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
	ok("a file in /dev/shm", fd);
	write(fd, "text", 4);
	ok("rename over its folder", rename(name, path));
	ok("link to the root file system", link(name, "linked"));
	ok("rename to the root file system", rename(name, "moved"));
	ok("hole", ftruncate(fd, 100000));
	show("read of the hole", pread(fd, text, 4, 50000));
	yes("is zero", text[0] == 0);
	ok("unlink", unlink(name));
	ok("rmdir", rmdir(path));
	show("it goes on without a name", pread(fd, text, 4, 0));
	say("'%.4s'", text);
	int shared = shm_open("/oracle", O_RDWR | O_CREAT | O_EXCL, 0600);
	ok("shm_open", shared);
	ok("shm_open again", shm_open("/oracle", O_RDWR | O_CREAT | O_EXCL, 0600));
	ok("shm_unlink", shm_unlink("/oracle"));
	ok("shm_unlink again", shm_unlink("/oracle"));
}

int main(void)
{
	in_memory();
	return 0;
}
