/* expected: holds */
/* Each thread runs another function of a table. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

static int link_rx(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static int link_tx(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_idle(HZ);
	return 0;
}

static int (*const link_fns[])(void *) = { link_rx, link_tx };
static struct task_struct *tasks[ARRAY_SIZE(link_fns)];

static void link_stop(int from)
{
	int i;

	for (i = from; i < ARRAY_SIZE(link_fns); i++) {
		if (!IS_ERR_OR_NULL(tasks[i]))
			kthread_stop(tasks[i]);
	}
}

static int __init link_init(void)
{
	int i, err;

	for (i = 0; i < ARRAY_SIZE(link_fns); i++) {
		tasks[i] = kthread_run(link_fns[i], NULL, "link");
		if (IS_ERR(tasks[i])) {
			err = PTR_ERR(tasks[i]);
			link_stop(0);
			return err;
		}
	}
	return 0;
}

static void __exit link_exit(void)
{
	link_stop(0);
}

module_init(link_init);
module_exit(link_exit);
MODULE_LICENSE("GPL");
