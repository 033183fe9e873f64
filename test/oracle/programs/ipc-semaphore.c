/* SPDX-License-Identifier: MIT */
/* System V semaphores and message queues, between processes. */
#include "observe.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

/* Every program has to define it. */
union semun { int val; struct semid_ds *buf; unsigned short *array; };

struct text { long type; char bytes[16]; };

static long operate(int set, int number, int change, int flags)
{
	struct sembuf operation = { number, change, flags };
	return semop(set, &operation, 1);
}

static int child(const char *mode, const char *identifier)
{
	int id = atoi(identifier);
	if (!strcmp(mode, "posts")) {
		sleep_ms(20);
		ok("child: post", operate(id, 0, 1, 0));
	} else if (!strcmp(mode, "undoes")) {
		ok("child: take with undo", operate(id, 0, -1, SEM_UNDO));
	} else {
		struct text message = { 7, "from the child" };
		ok("child: msgsnd", msgsnd(id, &message, sizeof message.bytes, 0));
	}
	return 0;
}

static void semaphores(void)
{
	char number[16];
	int set = semget(IPC_PRIVATE, 2, 0600);
	ok("semget", set);
	snprintf(number, sizeof number, "%d", set);
	ok("SETVAL", semctl(set, 0, SETVAL, (union semun){ .val = 2 }));
	show("GETVAL", semctl(set, 0, GETVAL));
	ok("take", operate(set, 0, -1, 0));
	ok("take", operate(set, 0, -1, 0));
	ok("take without waiting", operate(set, 0, -1, IPC_NOWAIT));
	pid_t pid = again("posts", number);
	long result = operate(set, 0, -1, 0);
	ended(pid);
	ok("take when it is posted", result);
	operate(set, 0, 1, 0);
	ended(again("undoes", number));
	show("undone at the child's end", semctl(set, 0, GETVAL));
	struct timespec time = { 0, 20000000 };
	struct sembuf operation = { 1, -1, 0 };
	ok("semtimedop", semtimedop(set, &operation, 1, &time));
	ok("wait for zero", operate(set, 1, 0, 0));
	ok("a semaphore that is not there", operate(set, 5, 1, 0));
	ok("IPC_RMID", semctl(set, 0, IPC_RMID));
	ok("after it", operate(set, 0, 1, 0));
	ok("semget of nothing", semget(0x4711, 1, 0));
	ok("semget of none", semget(IPC_PRIVATE, 0, 0600));
}

static void messages(void)
{
	char number[16];
	struct text message = { 2, "second" };
	struct msqid_ds status;
	int queue = msgget(IPC_PRIVATE, 0600);
	ok("msgget", queue);
	snprintf(number, sizeof number, "%d", queue);
	ok("msgsnd", msgsnd(queue, &message, 7, 0));
	message = (struct text){ 1, "first" };
	ok("msgsnd", msgsnd(queue, &message, 6, 0));
	ok("msgctl", msgctl(queue, IPC_STAT, &status));
	show("messages", (long)status.msg_qnum);
	show("msgrcv of a type", msgrcv(queue, &message, sizeof message.bytes, 1, 0));
	say("'%s'", message.bytes);
	ok("msgrcv of another type", msgrcv(queue, &message, sizeof message.bytes, 9, IPC_NOWAIT));
	ok("msgrcv into too little", msgrcv(queue, &message, 2, 0, 0));
	show("msgrcv that cuts", msgrcv(queue, &message, 2, 0, MSG_NOERROR));
	pid_t pid = again("sends", number);
	long length = msgrcv(queue, &message, sizeof message.bytes, 7, 0);
	ended(pid);
	show("msgrcv waits", length);
	say("'%s'", message.bytes);
	message.type = 0;
	ok("msgsnd of type 0", msgsnd(queue, &message, 1, 0));
	ok("IPC_RMID", msgctl(queue, IPC_RMID, NULL));
	ok("after it", msgsnd(queue, &message, 1, 0));
}

int main(int argc, char **argv)
{
	if (argc > 2) return child(argv[1], argv[2]);
	semaphores();
	messages();
	return 0;
}
