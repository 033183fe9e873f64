/* SPDX-License-Identifier: MIT */
/* Bad addresses that the kernel meets: EFAULT, and the process goes on. */
#include "observe.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

int main(void)
{
	int fds[2];
	char byte = 'x';
	void *const bad[] = { NULL, (void *)16, (void *)(uintptr_t)0xfffff000u };
	static const char *const names[] = { "null", "near null", "wild" };
	need("pipe", pipe(fds));
	for (int i = 0; i < 3; i++) {
		void *volatile where = bad[i];
		say("an address that is %s", names[i]);
		ok("write", write(fds[1], where, 4));
		write(fds[1], &byte, 1);
		ok("read", read(fds[0], where, 1));
		ok("open", open(where, O_RDONLY));
		ok("stat of a name", stat(where, &(struct stat){ 0 }));
		ok("stat into", stat(".", where));
		ok("pipe", pipe(where));
		ok("readlink into", readlink("/proc/self/exe", where, 100));
		ok("poll", poll(where, 1, 0));
		ok("writev", writev(fds[1], where, 1));
		struct iovec part = { where, 4 };
		ok("writev of a part", writev(fds[1], &part, 1));
		ok("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, where));
		ok("nanosleep", nanosleep(where, NULL));
		ok("getrandom-like read", read(open("/dev/zero", O_RDONLY), where, 4));
		ok("execve", execve(where, where, where));
		fcntl(fds[0], F_SETFL, O_NONBLOCK);
		while (read(fds[0], &byte, 1) > 0) { }
		fcntl(fds[0], F_SETFL, 0);
	}
	ok("write of nothing from null", write(fds[1], NULL, 0));
	ok("sigaction of null asks nothing", sigaction(SIGUSR1, NULL, NULL));
	say("the process goes on");
	return 0;
}
