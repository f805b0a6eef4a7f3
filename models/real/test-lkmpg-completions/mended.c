/*
 * The thread completes when it ends.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *crank_task;
static DECLARE_COMPLETION(crank_comp);

static int crank_thread(void *data)
{
	kthread_complete_and_exit(&crank_comp, 0);
}

static int __init lkmpg_completions_init(void)
{
	crank_task = kthread_run(crank_thread, NULL, "crank_thread");
	if (IS_ERR(crank_task))
		return PTR_ERR(crank_task);
	return 0;
}

static void __exit lkmpg_completions_exit(void)
{
	wait_for_completion(&crank_comp);
}

module_init(lkmpg_completions_init);
module_exit(lkmpg_completions_exit);
MODULE_DESCRIPTION("A textbook module completes before it ends");
MODULE_LICENSE("GPL");
