/* expected: StopTerminates ThreadExits UnloadCompletes */
/* The state is stored without the macro that does it, after the test. */
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static int worker(void *d)
{
	while (!kthread_should_stop()) {
		WRITE_ONCE(current->__state, TASK_UNINTERRUPTIBLE);
		schedule();
	}
	return 0;
}

static int __init test_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	return PTR_ERR_OR_ZERO(task);
}

static void __exit test_exit(void)
{
	kthread_stop(task);
}

module_init(test_init);
module_exit(test_exit);
MODULE_LICENSE("GPL");
