/*
 * A test that timed out is stopped.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *test_task;
static DECLARE_COMPLETION(done);

static int test_thread(void *data)
{
	msleep(100);
	kthread_complete_and_exit(&done, 0);
}

static int __init kunit_timeout_init(void)
{
	int left;

	test_task = kthread_run(test_thread, NULL, "test_thread");
	if (IS_ERR(test_task))
		return PTR_ERR(test_task);
	left = wait_for_completion_timeout(&done, HZ);
	if (!left)
		kthread_stop(test_task);
	return 0;
}

static void __exit kunit_timeout_exit(void)
{
}

module_init(kunit_timeout_init);
module_exit(kunit_timeout_exit);
MODULE_DESCRIPTION("KUnit stops a test that has just ended");
MODULE_LICENSE("GPL");
