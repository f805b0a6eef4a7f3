/* expected: holds */
/* A kthread worker whose item is cancelled before the worker goes. */
#include <linux/kthread.h>
#include <linux/module.h>

struct sampler {
	struct kthread_worker *worker;
	struct kthread_delayed_work sample;
};

static struct sampler sampler;

static void sample(struct kthread_work *work)
{
	struct sampler *s = container_of(work, struct sampler, sample.work);

	read_hardware(s);
}

static int __init sampler_init(void)
{
	kthread_init_delayed_work(&sampler.sample, sample);
	sampler.worker = kthread_create_worker(0, "sampler");
	if (IS_ERR(sampler.worker))
		return PTR_ERR(sampler.worker);
	kthread_queue_delayed_work(sampler.worker, &sampler.sample, HZ);
	return 0;
}

static void __exit sampler_exit(void)
{
	kthread_cancel_delayed_work_sync(&sampler.sample);
	kthread_destroy_worker(sampler.worker);
}

module_init(sampler_init);
module_exit(sampler_exit);
MODULE_LICENSE("GPL");
