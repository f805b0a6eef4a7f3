/* expected: NoUseAfterFree */
/* A thread completes what nobody waits for, and what is freed while it still runs. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct poll {
	struct completion polled;
	struct task_struct *task;
};

static struct poll *poll;

static int poll_fn(void *data)
{
	struct poll *p = data;

	while (!kthread_should_stop()) {
		complete(&p->polled);
		msleep(100);
	}
	return 0;
}

static int __init poll_init(void)
{
	int err;

	poll = kzalloc(sizeof(*poll), GFP_KERNEL);
	if (!poll)
		return -ENOMEM;
	init_completion(&poll->polled);
	poll->task = kthread_run(poll_fn, poll, "poll");
	if (IS_ERR(poll->task)) {
		err = PTR_ERR(poll->task);
		kfree(poll);
		return err;
	}
	return 0;
}

static void __exit poll_exit(void)
{
	struct task_struct *task = poll->task;

	kfree(poll);
	kthread_stop(task);
}

module_init(poll_init);
module_exit(poll_exit);
MODULE_LICENSE("GPL");
