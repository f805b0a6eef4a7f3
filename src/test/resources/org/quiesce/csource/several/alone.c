#include <linux/module.h>
#include <linux/kthread.h>

static struct task_struct *task;

static int alone_fn(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int __init alone_init(void)
{
	task = kthread_run(alone_fn, NULL, "alone");
	return PTR_ERR_OR_ZERO(task);
}

static void __exit alone_exit(void)
{
	kthread_stop(task);
}

module_init(alone_init);
module_exit(alone_exit);
