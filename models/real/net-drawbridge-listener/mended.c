/*
 * Init takes a reference for exit.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

static struct task_struct *listen_task;

static bool fault;
module_param(fault, bool, 0600);

static bool socket_fails(void)
{
	return READ_ONCE(fault);
}

static int listen(void *data)
{
	while (!kthread_should_stop()) {
		if (socket_fails())
			kthread_complete_and_exit(NULL, 0);
		msleep(100);
	}
	return 0;
}

static int __init drawbridge_listener_init(void)
{
	listen_task = kthread_create(listen, NULL, "listen");
	if (IS_ERR(listen_task))
		return PTR_ERR(listen_task);
	get_task_struct(listen_task);
	wake_up_process(listen_task);
	return 0;
}

static void __exit drawbridge_listener_exit(void)
{
	kthread_stop(listen_task);
	put_task_struct(listen_task);
}

module_init(drawbridge_listener_init);
module_exit(drawbridge_listener_exit);
MODULE_DESCRIPTION("DrawBridge stops a listener that may have given up");
MODULE_LICENSE("GPL");
