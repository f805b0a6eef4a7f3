/* expected: RequestsAnswered */
/* A thread serves what a user puts on a list; he waits until that is empty, of which it does not tell him. */
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct request {
	struct list_head entry;
	int number;
};

static LIST_HEAD(requests);
static struct request request;
static DEFINE_SPINLOCK(lock);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_WAIT_QUEUE_HEAD(drained);
static struct task_struct *server;

static int serve(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(queue, !list_empty(&requests) || kthread_should_stop());
		spin_lock(&lock);
		while (!list_empty(&requests)) {
			struct request *r = list_first_entry(&requests, struct request, entry);

			list_del(&r->entry);
		}
		spin_unlock(&lock);
	}
	return 0;
}

static ssize_t requests_write(struct file *file, const char __user *buffer, size_t length, loff_t *at)
{
	spin_lock(&lock);
	list_add_tail(&request.entry, &requests);
	spin_unlock(&lock);
	wake_up_interruptible(&queue);
	wait_event(drained, list_empty(&requests));
	return length;
}

static const struct file_operations requests_fops = {
	.owner = THIS_MODULE,
	.write = requests_write,
};

static struct miscdevice requests_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "requests",
	.fops = &requests_fops,
};

static int __init requests_init(void)
{
	int err;

	server = kthread_run(serve, NULL, "requests");
	if (IS_ERR(server))
		return PTR_ERR(server);
	err = misc_register(&requests_device);
	if (err)
		kthread_stop(server);
	return err;
}

static void __exit requests_exit(void)
{
	misc_deregister(&requests_device);
	kthread_stop(server);
}

module_init(requests_init);
module_exit(requests_exit);
MODULE_LICENSE("GPL");
