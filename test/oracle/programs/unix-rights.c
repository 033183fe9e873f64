/* SPDX-License-Identifier: MIT */
/* What unix sockets carry beside bytes: descriptors and credentials. */
#include "observe.h"

#include <sys/socket.h>

union control {
	char bytes[CMSG_SPACE(4 * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
	struct cmsghdr align;
};

static long send_descriptors(int socket, const char *text, const int *fds, int count)
{
	union control control = { 0 };
	struct iovec part = { (char *)text, strlen(text) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(header), fds, count * sizeof(int));
	return sendmsg(socket, &message, 0);
}

static int receive(int socket, int room, int *fds, struct ucred *sender)
{
	union control control = { 0 };
	char text[32] = "";
	int count = 0;
	struct iovec part = { text, sizeof text - 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = room ? CMSG_LEN(room * sizeof(int)) : sizeof control.bytes };
	long length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	if (length < 0) {
		say("recvmsg: %s", errno_name(errno));
		return -1;
	}
	for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h)) {
		if (h->cmsg_type == SCM_RIGHTS) {
			count = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
			memcpy(fds, CMSG_DATA(h), count * sizeof(int));
		}
		if (h->cmsg_type == SCM_CREDENTIALS && sender)
			memcpy(sender, CMSG_DATA(h), sizeof *sender);
	}
	say("recvmsg: '%s' with %d descriptors%s", text, count,
		message.msg_flags & MSG_CTRUNC ? ", cut" : "");
	return count;
}

static void descriptors(int *ends)
{
	char text[16] = "";
	int pipe_fds[2], fds[4], got[8];
	need("pipe", pipe(pipe_fds));
	fds[0] = pipe_fds[0];
	fds[1] = pipe_fds[1];
	show("sendmsg of two descriptors", send_descriptors(ends[0], "two", fds, 2));
	receive(ends[1], 4, got, NULL);
	yes("they are new numbers", got[0] != fds[0] && got[1] != fds[1]);
	yes("MSG_CMSG_CLOEXEC", fcntl(got[0], F_GETFD) == FD_CLOEXEC);
	write(got[1], "through", 7);
	show("they are the same pipe", read(fds[0], text, sizeof text));
	close(got[0]);
	close(got[1]);
	send_descriptors(ends[0], "cut", fds, 2);
	receive(ends[1], 1, got, NULL);
	close(got[0]);
	send_descriptors(ends[0], "lost", fds, 1);
	show("read drops them", read(ends[1], text, sizeof text));
	/* The last writer is one that lies in a queue. */
	send_descriptors(ends[0], "kept", &fds[1], 1);
	close(fds[1]);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	ok("a descriptor in the queue keeps the pipe", read(fds[0], text, 1));
	receive(ends[1], 4, got, NULL);
	close(got[0]);
	show("closed, it ends the pipe", read(fds[0], text, 1));
	fds[0] = 99;
	ok("a descriptor that is closed", send_descriptors(ends[0], "x", fds, 1));
}

static void credentials(int *ends)
{
	struct ucred peer = { 0 };
	socklen_t length = sizeof peer;
	int one = 1, got[4];
	ok("SO_PEERCRED", getsockopt(ends[0], SOL_SOCKET, SO_PEERCRED, &peer, &length));
	yes("its pid is the maker's", peer.pid == getpid());
	say("uid %d, gid %d", peer.uid, peer.gid);
	ok("SO_PASSCRED", setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof one));
	memset(&peer, 0xff, sizeof peer);
	send(ends[0], "who", 3, 0);
	receive(ends[1], 0, got, &peer);
	yes("the pid is the sender's", peer.pid == getpid());
	say("uid %d, gid %d", peer.uid, peer.gid);
}

int main(void)
{
	int ends[2];
	need("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	descriptors(ends);
	credentials(ends);
	return 0;
}
