/*
 * kthread_run() never returns NULL. On failure exit stops ERR_PTR(-ENOMEM).
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;

static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static int __init unchecked_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	return 0;
}

static void __exit unchecked_exit(void)
{
	if (task)
		kthread_stop(task);
}

module_init(unchecked_init);
module_exit(unchecked_exit);
MODULE_DESCRIPTION("Exit stops an error pointer");
MODULE_LICENSE("GPL");
