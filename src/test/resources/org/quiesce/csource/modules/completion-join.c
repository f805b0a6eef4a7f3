/* expected: holds */
/* The thread is told by a flag, and says that it has ended with its last instruction. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(ended);
static bool stopping;
static atomic_t jobs = ATOMIC_INIT(0);

static bool has_job(void)
{
	return atomic_read(&jobs) > 0;
}

static int server(void *unused)
{
	for (;;) {
		wait_event_idle(queue, has_job() || READ_ONCE(stopping));
		if (READ_ONCE(stopping))
			break;
		atomic_dec(&jobs);
	}
	kthread_complete_and_exit(&ended, 0);
}

static int submit(const char *value, const struct kernel_param *param)
{
	atomic_inc(&jobs);
	wake_up(&queue);
	return 0;
}

static const struct kernel_param_ops submit_ops = { .set = submit };
module_param_cb(submit, &submit_ops, NULL, 0200);

static int __init server_init(void)
{
	struct task_struct *task = kthread_run(server, NULL, "server");

	return PTR_ERR_OR_ZERO(task);
}

static void __exit server_exit(void)
{
	WRITE_ONCE(stopping, true);
	wake_up(&queue);
	wait_for_completion(&ended);
}

module_init(server_init);
module_exit(server_exit);
MODULE_LICENSE("GPL");
