/* expected: holds */
/* A wait by hand: queued and in its state before it tests. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(arrivals);
static struct task_struct *consumer;

static int consume(void *unused)
{
	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait(&arrivals, &wait, TASK_UNINTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		handle_arrivals();
	}
	finish_wait(&arrivals, &wait);
	return 0;
}

static int __init arrivals_init(void)
{
	consumer = kthread_run(consume, NULL, "arrivals");
	return PTR_ERR_OR_ZERO(consumer);
}

static void __exit arrivals_exit(void)
{
	kthread_stop(consumer);
}

module_init(arrivals_init);
module_exit(arrivals_exit);
MODULE_LICENSE("GPL");
